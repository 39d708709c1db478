package dev.scalekit.session;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One step: which of the requests that are under way does what, with which name, user or token. Immutable.
 *
 * @param request numbers are taken modulo what there is, so that steps can be left out
 */
record ModelStep(Kind kind, int request, int choice, boolean here) {
    /** More likely ones stand here more often. */
    enum Kind {
        CREATE,
        FIND,
        PUT,
        PUT_MERGED,
        PUT_STRICT,
        INCREMENT,
        REMOVE,
        SAVE,
        LOGIN,
        RENEW,
        END,
        END_ALL,
        END_OTHERS,
        ADVANCE,
        CLEAN_UP
    }

    private static final List<Kind> LOT = lot();

    private static List<Kind> lot() {
        List<Kind> lot = new ArrayList<>(List.of(Kind.values()));
        for (int i = 0; i < 4; i++) {
            lot.addAll(List.of(Kind.FIND, Kind.PUT, Kind.PUT_MERGED, Kind.PUT_STRICT, Kind.INCREMENT, Kind.REMOVE));
            lot.addAll(List.of(Kind.SAVE, Kind.SAVE, Kind.SAVE, Kind.SAVE));
        }
        return lot;
    }

    static List<ModelStep> any(RandomGenerator random, int length) {
        List<ModelStep> steps = new ArrayList<>();
        steps.add(new ModelStep(Kind.CREATE, 0, 0, true));
        while (steps.size() < length) {
            steps.add(new ModelStep(
                    LOT.get(random.nextInt(LOT.size())),
                    random.nextInt(1 << 16),
                    random.nextInt(1 << 16),
                    random.nextBoolean()));
        }
        return steps;
    }
}
