package dev.scalekit.session;

import static dev.scalekit.session.SessionFixture.find;
import static dev.scalekit.session.SessionFixture.login;
import static dev.scalekit.session.SessionFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes in, to the last byte, and what does not. */
interface BoundsContract extends SessionFixture {
    String EMOJI = "😀";

    /** What a statement, a log or a path may stumble over. */
    List<String> HOSTILE = List.of(
            "'; DROP TABLE \"scalekit_session\"; --",
            "\"",
            "\\",
            "%",
            "_",
            "../..",
            "$1 ?1 ? {} ${x}",
            " ",
            "NULL",
            "null",
            "e\u0301",
            "\u00e9",
            "İı",
            "\u202eright to left",
            "\ufeff",
            "家族" + EMOJI);

    private static Key<String> key(String name) {
        return Key.of(name, String.class);
    }

    @Test
    default void names_users_and_values_may_be_any_text_and_stay_different() {
        SessionStore store = store();
        Session session = store.create();
        for (String text : HOSTILE) {
            session.put(key(text), text);
            session.increment("counted " + text, 1);
            Session of = store.create();
            of.put(COLOUR, text);
            of.login(text);
        }
        store.save(session);

        Session found = find(store, session);

        for (String text : HOSTILE) {
            assertThat(found.get(key(text))).isEqualTo(text);
            assertThat(found.counter("counted " + text)).isOne();
            assertThat(store.sessionsOf(text))
                    .as(text)
                    .extracting(SessionInfo::user)
                    .containsExactly(text);
        }
        assertThat(found.names()).hasSize(2 * HOSTILE.size());
        for (String text : HOSTILE) {
            assertThat(store.endAll(text)).as(text).isOne();
        }
        assertThat(store.find(session.token())).isPresent();
    }

    @Test
    default void a_name_has_up_to_128_characters_and_a_user_255_also_of_those_beyond_the_basic_plane() {
        SessionStore store = store();
        for (String character : List.of("x", "ä", "家", EMOJI)) {
            Session session = store.create();
            session.put(key(character.repeat(128)), character);
            session.login(character.repeat(255));

            Session found = find(store, session);

            assertThat(found.get(key(character.repeat(128)))).isEqualTo(character);
            assertThat(found.user()).isEqualTo(character.repeat(255));
            assertThat(store.sessionsOf(character.repeat(255))).hasSize(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> key(character.repeat(129)))
                    .withMessage("name of an attribute must have from 1 to 128 characters: 129");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> found.login(character.repeat(256)))
                    .withMessage("user must have from 1 to 255 characters: 256");
        }
    }

    @Test
    default void texts_that_a_database_or_a_log_could_not_keep_are_refused_everywhere() {
        SessionStore store = store();
        Session session = login(store, "user");
        for (String text : List.of("", "\0", "a\0b", "line\nbreak", "\u0085", "\u2028", "user\ud83d", "\ude00user")) {
            assertThatIllegalArgumentException().isThrownBy(() -> key(text));
            assertThatIllegalArgumentException().isThrownBy(() -> session.counter(text));
            assertThatIllegalArgumentException().isThrownBy(() -> session.increment(text, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> session.login(text));
            assertThatIllegalArgumentException().isThrownBy(() -> store.sessionsOf(text));
            assertThatIllegalArgumentException().isThrownBy(() -> store.endAll(text));
            assertThatIllegalArgumentException().isThrownBy(() -> store.endAll(text, session));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.login("user\u0000"))
                .withMessage("user must have no control character and no half of a surrogate pair: U+0000");
        assertThat(store.sessionsOf("user")).hasSize(1);
        assertThat(store.stats().failures()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // The compiler of a caller may not look for null.
    default void a_device_is_cut_and_cleaned() {
        SessionStore store = store();
        Session session = store.create();
        session.device(new Device(EMOJI.repeat(300), "1\n2\0" + "x".repeat(100)));

        session.login("user");

        Device device = store.sessionsOf("user").get(0).device();
        assertThat(device.userAgent()).isEqualTo(EMOJI.repeat(256));
        assertThat(device.address()).isEqualTo("1?2?" + "x".repeat(60));
        Session empty = store.create();
        empty.device(new Device("", ""));
        empty.login("other");
        assertThat(store.sessionsOf("other").get(0).device()).isEqualTo(new Device("", ""));
        assertThatNullPointerException().isThrownBy(() -> session.device(null)).withMessage("device");
    }

    @Test
    default void an_attribute_may_be_as_big_as_allowed_and_no_byte_bigger() {
        SessionStore store = store(options ->
                options.codec(new TextCodec()).maximumAttributeBytes(100).maximumSessionBytes(1_000));
        Session session = store.create();
        session.put(COLOUR, "x".repeat(100));
        store.save(session);
        session.put(COLOUR, "y");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put(COLOUR, "x".repeat(101)))
                .withMessage(
                        "attribute \"colour\" must have at most 100 bytes as it is encoded (maximumAttributeBytes): 101");
        assertThatIllegalArgumentException().isThrownBy(() -> session.put(COLOUR, EMOJI.repeat(25) + "x"));

        assertThat(session.get(COLOUR)).as("unchanged").isEqualTo("y");
        session.put(COLOUR, EMOJI.repeat(25));
        store.save(session);
        assertThat(find(store, session).get(COLOUR)).isEqualTo(EMOJI.repeat(25));
    }

    @Test
    default void a_session_may_be_as_big_as_allowed_and_no_byte_bigger() {
        SessionStore store = store(options ->
                options.codec(new TextCodec()).maximumAttributeBytes(20).maximumSessionBytes(50));
        Session session = store.create();
        session.put(key("a"), "x".repeat(19));
        session.put(key("b"), "x".repeat(19));
        session.increment("c", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put(key("d"), "x"))
                .withMessage("the attributes of a session must have at most 50 bytes together (maximumSessionBytes):"
                        + " 51 with \"d\"");
        assertThatIllegalArgumentException().isThrownBy(() -> session.increment("d", 1));

        session.put(key("d"), "");
        session.put(key("a"), "y".repeat(19));
        session.increment("c", 1);
        store.save(session);
        Session found = find(store, session);
        assertThatIllegalArgumentException().isThrownBy(() -> found.put(key("d"), "x"));
        found.remove(key("a"));
        found.put(key("e"), "x".repeat(19));
        assertThat(store.save(found)).isEqualTo(SaveOutcome.SAVED);
        assertThat(find(store, session).names()).containsExactly("b", "c", "d", "e");
    }

    @Test
    default void one_name_has_one_type_in_a_store() {
        SessionStore store = store();
        Session session = stored(store);
        session.put(key("a"), "x");
        session.increment("b", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.get(Key.of("a", Integer.class)))
                .withMessage(
                        "Attribute \"a\" must have one type: it is used as java.lang.String and as java.lang.Integer");
        assertThatIllegalArgumentException().isThrownBy(() -> session.put(Key.of("a", Integer.class), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> session.increment("a", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> session.counter("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> session.get(key("b")));

        assertThat(session.get(Key.of("a", Object.class))).isEqualTo("x");
        assertThat(session.get(key("a"))).isEqualTo("x");
        assertThat(session.counter("b")).isOne();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // As a caller whose compiler looks for nothing.
    default void a_value_of_another_type_than_its_key_is_refused_and_so_is_nothing() {
        Session session = store().create();
        Key raw = COLOUR;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put(raw, 1))
                .withMessage("value of \"colour\" must be a java.lang.String: java.lang.Integer");
        assertThatNullPointerException()
                .isThrownBy(() -> session.put(COLOUR, null))
                .withMessage("value");
        assertThat(session.names()).isEmpty();
    }
}
