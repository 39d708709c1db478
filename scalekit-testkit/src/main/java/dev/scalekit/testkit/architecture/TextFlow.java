package dev.scalekit.testkit.architecture;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Finds in sources where text is put together, and where it goes.
 *
 * <p>An expression flows into the variable that it initializes or is assigned to, the builder that it is appended to,
 * the parameter that it is passed for and the method that returns it. The messages of exceptions are left out: they
 * quote SQL and are never run. Not thread-safe.
 */
final class TextFlow {

    private final TextPieces pieces;
    private final Predicate<TypeMirror> throwable;
    private final Map<Element, List<TreePath>> flows = new LinkedHashMap<>();
    private final List<TreePath> builds = new ArrayList<>();

    TextFlow(JavaSources sources, TextPieces pieces) {
        this.pieces = pieces;
        TypeMirror root =
                sources.elements().getTypeElement("java.lang.Throwable").asType();
        this.throwable = type -> sources.types().isAssignable(type, root);
        sources.units().forEach(unit -> new Scanner().scan(unit, null));
    }

    /** Returns the expressions that put text together, an outer one before those nested in it. */
    List<TreePath> builds() {
        return builds;
    }

    /** Returns the variables, parameters and methods that something flows into. */
    Set<Element> targets() {
        return flows.keySet();
    }

    /** Returns all that flows into a variable, parameter or method, as far as the sources show it. */
    List<TreePath> into(Element target) {
        return flows.getOrDefault(target, List.of());
    }

    private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

        @Override
        public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
            addBuild();
            return super.visitBinary(tree, null);
        }

        @Override
        public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree, @Nullable Void unused) {
            addBuild();
            addFlow(tree.getVariable(), getCurrentPath());
            return super.visitCompoundAssignment(tree, null);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
            if (tree.getInitializer() != null) {
                addFlow(tree, below(tree.getInitializer()));
            }
            return super.visitVariable(tree, null);
        }

        @Override
        public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
            addFlow(tree.getVariable(), below(tree.getExpression()));
            return super.visitEnhancedForLoop(tree, null);
        }

        @Override
        public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
            addFlow(tree.getVariable(), below(tree.getExpression()));
            return super.visitAssignment(tree, null);
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
            TreePath unit = getCurrentPath();
            while (!(unit.getLeaf() instanceof MethodTree) && !(unit.getLeaf() instanceof LambdaExpressionTree)) {
                unit = unit.getParentPath();
            }
            if (tree.getExpression() != null && unit.getLeaf() instanceof MethodTree) {
                TreePath value = below(tree.getExpression());
                pieces.element(unit).ifPresent(method -> addFlow(method, value));
            }
            return super.visitReturn(tree, null);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
            return makesThrowable() ? null : super.visitNewClass(addCall(tree, tree.getArguments()), null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
            return makesThrowable() ? null : super.visitMethodInvocation(addCall(tree, tree.getArguments()), null);
        }

        private <T extends Tree> T addCall(T call, List<? extends ExpressionTree> arguments) {
            addBuild();
            List<TreePath> text = pieces.of(getCurrentPath());
            if (!text.isEmpty() && pieces.isBuilder(text.get(0))) {
                addFlow(text.get(0).getLeaf(), getCurrentPath());
            }
            pieces.element(getCurrentPath())
                    .map(ExecutableElement.class::cast)
                    .ifPresent(callee -> addArguments(callee.getParameters(), arguments));
            return call;
        }

        private void addArguments(
                List<? extends VariableElement> parameters, List<? extends ExpressionTree> arguments) {
            for (int i = 0; i < arguments.size() && !parameters.isEmpty(); i++) {
                addFlow(parameters.get(Math.min(i, parameters.size() - 1)), below(arguments.get(i)));
            }
        }

        private void addFlow(Tree target, TreePath source) {
            pieces.element(below(target)).ifPresent(element -> addFlow(element, source));
        }

        private void addFlow(Element target, TreePath source) {
            flows.computeIfAbsent(target, key -> new ArrayList<>()).add(source);
        }

        private void addBuild() {
            if (pieces.of(getCurrentPath()).size() > 1) {
                builds.add(getCurrentPath());
            }
        }

        private TreePath below(Tree tree) {
            return new TreePath(getCurrentPath(), tree);
        }

        /** Whether this is a constructor of an exception, super(...) in one, or a method that returns one. */
        private boolean makesThrowable() {
            return pieces.element(getCurrentPath())
                    .map(ExecutableElement.class::cast)
                    .map(callee -> callee.getKind() == ElementKind.CONSTRUCTOR
                            ? requireNonNull(callee.getEnclosingElement()).asType()
                            : callee.getReturnType())
                    .filter(throwable)
                    .isPresent();
        }
    }
}
