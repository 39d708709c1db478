package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes one check out of the decoder at a time; the same harness that the right one passes must find each. */
final class CodecPlantedBugsTest {
    private static final long SEED = 62;
    private static final int INPUTS = 20_000;

    /** As the one of the fuzz test, but it is initialised here. */
    record Canary(String article) {
        static {
            CodecHarness.Canaries.INITIALISED.add(Canary.class.getName());
        }
    }

    /** Something that a decoder might leave out. The last one initialises the canary, once and for all. */
    enum Bug {
        COUNT_IS_BELIEVED("allocated|OutOfMemoryError|NegativeArraySize") {
            @Override
            ByteSource source(byte[] bytes) {
                return new ByteSource(bytes) {
                    @Override
                    int count(int least) {
                        return (int) unsigned();
                    }
                };
            }
        },
        TEXT_IS_REPAIRED("nobody wrote") {
            @Override
            ByteSource source(byte[] bytes) {
                return new ByteSource(bytes) {
                    @Override
                    String text() {
                        return new String(sized(), UTF_8);
                    }
                };
            }
        },
        DEPTH_IS_NOT_LIMITED("must be refused|StackOverflowError") {
            @Override
            Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
                return new Decoder(source, asked, allowed) {
                    @Override
                    void requireDepth(int depth) {}
                };
            }
        },
        END_IS_NOT_COMPARED("must be refused") {
            @Override
            Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
                return new Decoder(source, asked, allowed) {
                    @Override
                    void requireEnd(int left) {}
                };
            }
        },
        TYPE_IS_NOT_COMPARED("ClassCastException|gave a class") {
            @Override
            Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
                return new Decoder(source, asked, allowed) {
                    @Override
                    boolean isOf(DeclaredType type, @Nullable Object value) {
                        return true;
                    }
                };
            }
        },
        ELEMENTS_ARE_NOT_COMPARED("ClassCastException") {
            @Override
            Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
                return new Decoder(source, asked, allowed) {
                    @Override
                    boolean isOf(DeclaredType type, @Nullable Object value) {
                        return DeclaredType.of(type.raw()).accepts(value);
                    }
                };
            }
        },
        NAME_IS_LOADED("initialised|cannot be encoded") {
            @Override
            Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
                return new Decoder(source, asked, allowed) {
                    @Override
                    @Nullable
                    Shape find(String name) {
                        try {
                            Class<?> type = Class.forName(name);
                            return type.isRecord() ? RecordShape.of(type) : super.find(name);
                        } catch (ClassNotFoundException e) {
                            return null;
                        }
                    }
                };
            }
        };

        private final String accusation;

        Bug(String accusation) {
            this.accusation = accusation;
        }

        ByteSource source(byte[] bytes) {
            return new ByteSource(bytes);
        }

        Decoder decoder(ByteSource source, AllowedTypes asked, AllowedTypes allowed) {
            return new Decoder(source, asked, allowed);
        }

        Object decode(byte[] bytes, Class<?> type) {
            AllowedTypes allowed = AllowedTypes.reachedFrom(CodecSample.class);
            return decoder(source(bytes), AllowedTypes.reachedFrom(type), allowed)
                    .decode(DeclaredType.of(type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_check_is_found(Bug bug) {
        CodecHarness harness = new CodecHarness(bug::decode, Canary.class);

        try (Tally planted = Tally.of("session.planted-bugs", SEED)) {
            planted.count(() -> assertThatThrownBy(() -> Seeds.forAll(
                            SEED, INPUTS, random -> CodecInput.any(random, harness.canary()), harness::check))
                    .isInstanceOf(AssertionError.class)
                    .message()
                    .containsPattern(bug.accusation));
        }
    }
}
