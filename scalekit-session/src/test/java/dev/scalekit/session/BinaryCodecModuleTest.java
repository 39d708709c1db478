package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of an application that is a module, with a class loader of its own. */
final class BinaryCodecModuleTest {
    private static final BinaryCodec CODEC = Codec.standard();

    @TempDir
    private Path folder;

    @BeforeEach
    void compile() throws IOException {
        source("module-info", "module shop { exports shop.shown; opens shop.open; }");
        source("shop/shown/Cart", "package shop.shown; public record Cart(int count) {}");
        source("shop/shown/Secret", "package shop.shown; record Secret(int count) {}");
        source("shop/open/Cart", "package shop.open; record Cart(int count) {}");
        source("shop/closed/Cart", "package shop.closed; public record Cart(int count) {}");
        String[] arguments = List.of(
                        "module-info", "shop/shown/Cart", "shop/shown/Secret", "shop/open/Cart", "shop/closed/Cart")
                .stream()
                .map(name -> folder.resolve(name + ".java").toString())
                .toArray(String[]::new);
        assertThat(ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, arguments))
                .isZero();
    }

    private void source(String name, String text) throws IOException {
        Path file = folder.resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ClassLoader load() {
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("shop"));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader("shop");
    }

    @Test
    void a_public_record_of_an_exported_package_needs_nothing() throws ReflectiveOperationException {
        Object cart =
                load().loadClass("shop.shown.Cart").getConstructor(int.class).newInstance(3);

        assertThat((Object) CODEC.decode(CODEC.encode(cart), cart.getClass())).isEqualTo(cart);
    }

    @Test
    void any_record_of_an_open_package_needs_nothing() throws ReflectiveOperationException {
        Constructor<?> constructor = load().loadClass("shop.open.Cart").getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        Object cart = constructor.newInstance(3);

        assertThat((Object) CODEC.decode(CODEC.encode(cart), cart.getClass())).isEqualTo(cart);
    }

    @Test
    void any_other_record_is_refused_with_what_to_open() throws ReflectiveOperationException {
        ClassLoader loader = load();

        for (String name : List.of("shop.closed.Cart", "shop.shown.Secret")) {
            Class<?> type = loader.loadClass(name);
            assertThatThrownBy(() -> CODEC.allow(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            name + " cannot be read and made: module shop needs \"opens " + type.getPackageName());
            assertThatThrownBy(() -> CODEC.decode(CODEC.encode(1), type)).isInstanceOf(UndecodableException.class);
        }
    }

    @Test
    void two_classes_of_one_name_are_not_taken_for_each_other() throws ReflectiveOperationException {
        Class<?> one = load().loadClass("shop.shown.Cart");
        Class<?> other = load().loadClass("shop.shown.Cart");
        byte[] bytes = CODEC.encode(one.getConstructor(int.class).newInstance(3));

        assertThatThrownBy(() -> CODEC.allow(one, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There are two classes shop.shown.Cart, of ");
        assertThat((Object) CODEC.allow(one).decode(bytes, other)).isInstanceOf(other);
    }

    @Test
    void a_class_is_not_kept_from_being_unloaded() throws ReflectiveOperationException {
        WeakReference<ClassLoader> loader = used();

        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
        }

        assertThat(loader.get()).isNull();
    }

    /** Calls no equals, hashCode or toString of the record: those that the JDK makes do keep the class. */
    private WeakReference<ClassLoader> used() throws ReflectiveOperationException {
        ClassLoader loader = load();
        Class<?> type = loader.loadClass("shop.shown.Cart");
        Object cart = type.getConstructor(int.class).newInstance(3);
        assertThat(type.isInstance(CODEC.decode(CODEC.encode(cart), type))).isTrue();
        return new WeakReference<>(loader);
    }
}
