package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a running demo tells its page, as far as names are concerned. */
record ShownState(
        List<Box> components,
        List<Line> links,
        List<Lines> charts,
        Values point,
        List<Named> experiments,
        List<Named> promises) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Box(String id, List<Object> facts) {}

    record Line(String from, String to) {}

    record Lines(String id, List<String> series) {}

    record Values(Map<String, List<Double>> values) {}

    record Named(String id) {}

    /** @param event as it goes over the line, behind the name of its field */
    static ShownState parse(String event) {
        return JSON.readValue(event.substring(event.indexOf('{')), ShownState.class);
    }

    /** What holds for every step, of all that there are and that will be. */
    void assertFitsTogether() {
        List<String> boxes = components.stream().map(Box::id).toList();
        List<String> ids = Stream.of(
                        boxes.stream(),
                        charts.stream().map(Lines::id),
                        experiments.stream().map(Named::id),
                        promises.stream().map(Named::id))
                .flatMap(each -> each)
                .toList();

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-z0-9-]*"));
        assertThat(components).allMatch(box -> box.facts().size() <= 3);
        assertThat(links).allMatch(line -> boxes.contains(line.from()) && boxes.contains(line.to()));
        assertThat(charts)
                .allSatisfy(chart -> assertThat(point.values().get(chart.id())).hasSameSizeAs(chart.series()));
    }
}
