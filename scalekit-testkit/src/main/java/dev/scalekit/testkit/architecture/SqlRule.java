package dev.scalekit.testkit.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;

/**
 * SQL text is put together from compile-time constants and {@code SqlIdentifier}s only.
 *
 * <p>An identifier cannot be a bind parameter, so one that comes from configuration must become part of the statement.
 * {@code SqlIdentifier} (each module has its own) is the type that has checked and quoted it; a {@code String} has not.
 *
 * <p>Not followed: text that is joined by streams or out of collections, printed by a {@code Formatter} or a writer, or
 * held in a record's component; a builder that is filled by the method it is passed to, once that method returned.
 * Not thread-safe.
 */
final class SqlRule {

    /*
     * Two directions. SQL-ness goes forward: whatever SQL flows into (a variable, a parameter, what a method returns)
     * is SQL, and what is appended to it must be allowed though it may look like nothing by itself. Blame goes
     * backward: a variable that is put into SQL is as good as everything that was ever assigned to it.
     *
     * Forward is a least fixed point, so that a loop (sql = sql + ", ?") does not make itself SQL; backward a variable
     * that is being looked at counts as good, so that the same loop ends.
     */
    private final JavaSources sources;
    private final TextPieces pieces;
    private final TextFlow flow;
    private final Set<Element> sql = new HashSet<>();

    private SqlRule(JavaSources sources) {
        this.sources = sources;
        this.pieces = new TextPieces(sources.trees());
        this.flow = new TextFlow(sources, pieces);
        while (spread()) {
            // Until nothing more becomes SQL.
        }
    }

    /** Returns one line (file, line, expression, the SQL it goes into) for each expression that must not be there. */
    static List<String> violations(Path folder) throws IOException {
        return JavaSources.exist(folder) ? new SqlRule(JavaSources.read(folder)).violations() : List.of();
    }

    private boolean spread() {
        List<Element> more = flow.targets().stream()
                .filter(target -> !sql.contains(target))
                .filter(target -> flow.into(target).stream().anyMatch(this::isSql))
                .toList();
        return sql.addAll(more);
    }

    private boolean isSql(TreePath expression) {
        List<TreePath> text = pieces.of(expression);
        return SqlText.looksLike(pieces.constantText(text))
                || text.stream()
                        .limit(1)
                        .flatMap(piece -> pieces.element(piece).stream())
                        .anyMatch(sql::contains);
    }

    private List<String> violations() {
        Map<Tree, String> found = new LinkedHashMap<>();
        for (TreePath build : flow.builds()) {
            if (isSql(build)) {
                blame(build, build, new HashSet<>(), found);
            }
        }
        return List.copyOf(found.values());
    }

    private void blame(TreePath expression, TreePath build, Set<Element> seen, Map<Tree, String> found) {
        for (TreePath piece : pieces.of(expression)) {
            if (isAllowed(piece)) {
                continue;
            }
            List<TreePath> assigned = assigned(piece);
            if (assigned.isEmpty()) {
                found.putIfAbsent(piece.getLeaf(), describe(piece, build));
            } else if (seen.add(pieces.variable(piece).orElseThrow())) {
                assigned.forEach(source -> blame(source, build, seen, found));
            }
        }
    }

    private boolean isAllowed(TreePath piece) {
        String type = pieces.typeName(piece);
        return pieces.constant(piece).isPresent()
                || type.substring(type.lastIndexOf('.') + 1).equals("SqlIdentifier")
                || (pieces.isBuilder(piece) && assigned(piece).isEmpty());
    }

    /** Returns everything that a local variable or field can hold; nothing for a parameter, which may hold anything. */
    private List<TreePath> assigned(TreePath piece) {
        return pieces.variable(piece)
                .filter(variable -> variable.getKind() != ElementKind.PARAMETER)
                .map(flow::into)
                .orElse(List.of());
    }

    private String describe(TreePath piece, TreePath build) {
        CompilationUnitTree unit = piece.getCompilationUnit();
        long start = sources.trees().getSourcePositions().getStartPosition(unit, piece.getLeaf());
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        String line = "%s:%d: %s in %s"
                .formatted(file, unit.getLineMap().getLineNumber(start), piece.getLeaf(), build.getLeaf());
        return line.replaceAll("\\s+", " ");
    }
}
