package dev.scalekit.testkit.architecture;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/**
 * Takes an expression apart into the pieces that its text is put together from.
 *
 * <p>{@code "a" + f(b)}, {@code "a%s".formatted(f(b))} and {@code new StringBuilder("a").append(f(b))} all have the
 * pieces {@code "a"} and {@code f(b)}. Immutable.
 */
final class TextPieces {

    private static final Set<String> BUILDERS =
            Set.of("java.lang.StringBuilder", "java.lang.StringBuffer", "java.util.StringJoiner");

    private static final Set<String> TEXT_METHOD_OWNERS = Stream.concat(
                    BUILDERS.stream(), Stream.of("java.lang.String", "java.text.MessageFormat"))
            .collect(Collectors.toUnmodifiableSet());

    /** Methods that print a number; for all others an int is a position or a count. */
    private static final Set<String> PRINTING = Set.of("append", "format", "formatted", "valueOf");

    private final Trees trees;

    TextPieces(Trees trees) {
        this.trees = trees;
    }

    /** Returns the pieces in the order of the text; of an expression that is in one piece, itself. */
    List<TreePath> of(TreePath expression) {
        List<TreePath> pieces = new ArrayList<>();
        collect(expression, pieces);
        return pieces;
    }

    private void collect(TreePath path, List<TreePath> pieces) {
        parts(path)
                .ifPresentOrElse(
                        parts -> parts.forEach(part -> collect(new TreePath(path, part), pieces)),
                        () -> pieces.add(path));
    }

    /** Returns the constant text of the pieces, with a question mark for each one that is not constant. */
    String constantText(List<TreePath> pieces) {
        return pieces.stream().map(piece -> constant(piece).orElse("?")).collect(Collectors.joining());
    }

    /** Returns the text of a literal or of a constant variable. */
    Optional<String> constant(TreePath piece) {
        if (piece.getLeaf() instanceof LiteralTree literal) {
            return Optional.of(String.valueOf(literal.getValue()));
        }
        return variable(piece).map(VariableElement::getConstantValue).map(Objects::toString);
    }

    /** Returns the variable or field that an expression names. */
    Optional<VariableElement> variable(TreePath piece) {
        return element(piece).filter(VariableElement.class::isInstance).map(VariableElement.class::cast);
    }

    Optional<Element> element(TreePath path) {
        return Optional.ofNullable(trees.getElement(path));
    }

    /** Whether the piece collects text, as a StringBuilder does: what is in it was put there elsewhere. */
    boolean isBuilder(TreePath piece) {
        return BUILDERS.contains(typeName(piece));
    }

    /** Returns the qualified name of a class type without its arguments and annotations, "" for other types. */
    String typeName(TreePath piece) {
        return trees.getTypeMirror(piece) instanceof DeclaredType type
                ? type.asElement().toString()
                : "";
    }

    private boolean isText(TreePath path) {
        return typeName(path).equals("java.lang.String") || isBuilder(path);
    }

    private Optional<List<? extends Tree>> parts(TreePath path) {
        Tree tree = path.getLeaf();
        if (tree instanceof ParenthesizedTree parenthesized) {
            return Optional.of(List.of(parenthesized.getExpression()));
        } else if (tree instanceof TypeCastTree cast) {
            return Optional.of(List.of(cast.getExpression()));
        } else if (tree instanceof ConditionalExpressionTree choice) {
            return Optional.of(List.of(choice.getTrueExpression(), choice.getFalseExpression()));
        } else if (tree instanceof SwitchExpressionTree choice) {
            return results(choice);
        } else if (!isText(path)) {
            return Optional.empty();
        } else if (tree instanceof BinaryTree sum) {
            return Optional.of(List.of(sum.getLeftOperand(), sum.getRightOperand()));
        } else if (tree instanceof CompoundAssignmentTree sum) {
            return Optional.of(List.of(sum.getVariable(), sum.getExpression()));
        } else if (tree instanceof NewClassTree created) {
            return Optional.of(texts(path, created.getArguments(), false));
        } else if (tree instanceof MethodInvocationTree call) {
            return parts(path, call);
        }
        return Optional.empty();
    }

    /** A switch of plain arrows has the results as pieces, one with blocks is a piece by itself. */
    private static Optional<List<? extends Tree>> results(SwitchExpressionTree choice) {
        List<Tree> results = new ArrayList<>();
        for (CaseTree each : choice.getCases()) {
            Tree body = each.getBody();
            if (body instanceof ExpressionTree) {
                results.add(body);
            } else if (!(body instanceof ThrowTree)) {
                return Optional.empty();
            }
        }
        return Optional.of(results);
    }

    private Optional<List<? extends Tree>> parts(TreePath path, MethodInvocationTree call) {
        Optional<Element> method = element(path);
        if (method.isEmpty() || !(call.getMethodSelect() instanceof MemberSelectTree select)) {
            return Optional.empty();
        }
        List<ExpressionTree> parts = new ArrayList<>(List.of(select.getExpression()));
        if (method.get().getModifiers().contains(Modifier.STATIC)) {
            parts.clear();
        }
        String name = method.get().getSimpleName().toString();
        String owner = String.valueOf(method.get().getEnclosingElement());
        if (TEXT_METHOD_OWNERS.contains(owner)) {
            parts.addAll(texts(path, call.getArguments(), PRINTING.contains(name)));
            return Optional.of(parts);
        }
        return name.equals("toString") && call.getArguments().isEmpty() ? Optional.of(parts) : Optional.empty();
    }

    private List<ExpressionTree> texts(TreePath path, List<? extends ExpressionTree> arguments, boolean numbers) {
        List<ExpressionTree> texts = new ArrayList<>();
        for (ExpressionTree argument : arguments) {
            TreePath argumentPath = new TreePath(path, argument);
            boolean position = trees.getTypeMirror(argumentPath).getKind() == TypeKind.INT && !numbers;
            if (!position && !typeName(argumentPath).equals("java.util.Locale")) {
                texts.add(argument);
            }
        }
        return texts;
    }
}
