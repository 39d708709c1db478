package dev.scalekit.bench;

import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.shardingsphere.mode.repository.standalone.StandalonePersistRepository;
import org.jspecify.annotations.Nullable;

/**
 * Where ShardingSphere keeps its configuration, which is read when it starts: it has only H2 for that. Found by its service
 * file. Thread-safe.
 */
public final class ShardingSphereMemory implements StandalonePersistRepository {
    static final String TYPE = "ScaleKitBench";

    private final ConcurrentNavigableMap<String, String> values = new ConcurrentSkipListMap<>();

    @Override
    public String getType() {
        return TYPE;
    }

    @Override
    public @Nullable String query(String key) {
        return values.get(key);
    }

    @Override
    public List<String> getChildrenKeys(String key) {
        String prefix = key + PATH_SEPARATOR;
        return values.tailMap(prefix).keySet().stream()
                .takeWhile(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .map(each -> each.contains(PATH_SEPARATOR) ? each.substring(0, each.indexOf(PATH_SEPARATOR)) : each)
                .distinct()
                .toList();
    }

    @Override
    public boolean isExisted(String key) {
        return values.containsKey(key) || !getChildrenKeys(key).isEmpty();
    }

    @Override
    public void persist(String key, String value) {
        values.put(key, value);
    }

    @Override
    public void update(String key, String value) {
        values.put(key, value);
    }

    @Override
    public void delete(String key) {
        values.remove(key);
        values.keySet().removeIf(each -> each.startsWith(key + PATH_SEPARATOR));
    }

    @Override
    public void close() {}
}
