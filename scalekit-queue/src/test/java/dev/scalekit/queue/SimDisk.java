package dev.scalekit.queue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A disk with a page cache: it keeps apart what was forced and what was not, and tells every state that a power cut may leave.
 *
 * <p>The model is the strict one of ALICE (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014): of what was
 * not forced, any part may be there; a file that was created, renamed or deleted is so for sure only once the folder was
 * forced. Not thread-safe.
 */
class SimDisk implements Disk {
    static final int SECTOR = 512;
    private static final int MOST_PENDING = 12;

    /** What programs see. */
    private final Map<String, SimFile> names = new TreeMap<>();
    /** What a power cut leaves for sure. */
    private final Map<String, SimFile> durableNames = new TreeMap<>();
    /** The hints that may be there after a power cut: all that are seen, and those that were deleted since a force. */
    private final Map<String, SimFile> hints = new TreeMap<>();
    /** What was not forced yet, in its order. */
    private final List<Change> pending = new ArrayList<>();

    private FaultAt fault = FaultAt.NONE;
    private int operations;
    private int reads;

    /** What happens at an operation. */
    enum Fault {
        /** The power is cut before it. */
        CRASH,
        /** It fails once. A write has written nothing; a force has marked the pages clean all the same. */
        EIO,
        /** It fails once. A write has written its first half. */
        SHORT,
        /** It and all that come after fail. */
        EIO_FOR_EVER,
        /** From now on what needs room fails: creating a file, and writing behind its end. */
        FULL,
        /** A read fails once. */
        UNREADABLE
    }

    /**
     * Which operation fails, and how.
     *
     * @param number from 1, counting what changes something or forces; of a read that fails, counting what opens or reads
     */
    record FaultAt(int number, Fault fault) {
        static final FaultAt NONE = new FaultAt(Integer.MAX_VALUE, Fault.CRASH);
    }

    /** The power was cut. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Returns an empty disk of the same kind. */
    SimDisk fresh() {
        return new SimDisk();
    }

    /** For planted bugs: whether a force of a file does what it says. */
    boolean forcesFiles() {
        return true;
    }

    /** For planted bugs: whether a force of the folder does what it says. */
    boolean forcesFolder() {
        return true;
    }

    /** Returns a disk with what a power cut leaves for sure of this one. */
    SimDisk copy() {
        return after(List.of(), Cut.NOT);
    }

    /** Sets which operation from now on fails. */
    void fail(FaultAt next) {
        fault = next;
        operations = 0;
        reads = 0;
    }

    /** Returns how many operations there were since the last {@link #fail}. */
    int operations() {
        return operations;
    }

    /** Returns how many times something was opened or read since the last {@link #fail}. */
    int reads() {
        return reads;
    }

    /**
     * Returns every state that a power cut at this moment may leave, as this model has it: each subset of what was not
     * forced, and for each write, with all or nothing of what came before it, what a torn one leaves.
     */
    List<SimDisk> crashStates() {
        if (pending.size() > MOST_PENDING) {
            throw new IllegalStateException(pending.size() + " changes wait for a force, whose subsets are too many");
        }
        List<SimDisk> states = new ArrayList<>();
        for (int subset = 0; subset < 1 << pending.size(); subset++) {
            states.add(after(chosen(subset), Cut.NOT));
        }
        for (int i = 0; i < pending.size(); i++) {
            for (Cut cut : pending.get(i).cuts()) {
                states.add(after(pending.subList(0, i + 1), cut));
                if (i > 0) {
                    states.add(after(List.of(pending.get(i)), cut));
                }
            }
        }
        for (int i = 0; i < states.size(); i++) {
            leaveHints(states.get(i), operations + i);
        }
        return states;
    }

    /** Puts what is left of the hints into a state: of the first one gone, garbage, there, zeros, of the next one ahead. */
    private void leaveHints(SimDisk state, int number) {
        int kind = number;
        for (Map.Entry<String, SimFile> hint : hints.entrySet()) {
            byte[] left = hint.getValue().seen.clone();
            if (kind % 2 == 1) {
                Arrays.fill(left, (byte) (kind % 4 == 1 ? 0xA5 : 0));
            }
            if (kind % 4 != 0) {
                SimFile file = new SimFile();
                file.seen = left;
                state.names.put(hint.getKey(), file);
                state.hints.put(hint.getKey(), file);
            }
            kind++;
        }
    }

    /** Returns the changes whose bits are set. */
    private List<Change> chosen(int subset) {
        return IntStream.range(0, pending.size())
                .filter(i -> (subset >> i & 1) == 1)
                .mapToObj(pending::get)
                .toList();
    }

    private SimDisk after(List<Change> kept, Cut last) {
        Image image = new Image(durableNames);
        for (int i = 0; i < kept.size(); i++) {
            kept.get(i).apply(image, i == kept.size() - 1 ? last : Cut.NOT);
        }
        return image.disk();
    }

    @Override
    public Set<String> list() {
        return new TreeSet<>(names.keySet());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        step(true);
        SimFile file = new SimFile();
        names.put(name, file);
        pending.add((image, cut) -> image.folder.put(name, image.of(file)));
        return new Handle(file);
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        step(true);
        SimFile file = new SimFile();
        names.put(name, file);
        hints.put(name, file);
        return new Handle(file);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        stepRead();
        return new Handle(find(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        SimFile file = find(from);
        step(false);
        names.remove(from);
        names.put(to, file);
        if (hints.remove(from, file)) {
            hints.put(to, file);
            return;
        }
        pending.add((image, cut) -> {
            SimFile moved = image.folder.remove(from);
            if (moved != null) {
                image.folder.put(to, moved);
            }
        });
    }

    @Override
    public void delete(String name) throws IOException {
        SimFile file = find(name);
        step(false);
        names.remove(name);
        if (isHint(file)) {
            return;
        }
        pending.add((image, cut) -> image.folder.remove(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        step(false);
        if (!forcesFolder()) {
            return;
        }
        hints.values().removeIf(hint -> !names.containsValue(hint));
        durableNames.clear();
        names.forEach((name, file) -> {
            if (!isHint(file)) {
                durableNames.put(name, file);
            }
        });
        pending.removeIf(change -> !(change instanceof Written));
    }

    @Override
    public long usableSpace() {
        return fault.fault == Fault.FULL && operations >= fault.number ? 0 : Long.MAX_VALUE;
    }

    private boolean isHint(SimFile file) {
        return hints.containsValue(file);
    }

    /** Returns the bytes of a file, to look at or to damage. */
    byte[] bytes(String name) throws IOException {
        return find(name).seen;
    }

    private SimFile find(String name) throws IOException {
        SimFile file = names.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    /** Counts an operation, and lets it fail where it is its turn. */
    private void step(boolean needsRoom) throws IOException {
        operations++;
        boolean now = operations == fault.number;
        boolean nowOrLater = operations >= fault.number;
        switch (fault.fault) {
            case CRASH -> {
                if (now) {
                    throw new PowerCut();
                }
            }
            case EIO, SHORT -> failIf(now, "Input/output error");
            case EIO_FOR_EVER -> failIf(nowOrLater, "Input/output error");
            case FULL -> failIf(nowOrLater && needsRoom, "No space left on device");
            case UNREADABLE -> {
                // What changes something goes well.
            }
        }
    }

    private void stepRead() throws IOException {
        reads++;
        failIf(fault.fault == Fault.UNREADABLE && reads == fault.number, "Input/output error");
    }

    private static void failIf(boolean fails, String what) throws IOException {
        if (fails) {
            throw new IOException(what);
        }
    }

    /** A file, whatever its name. */
    private static final class SimFile {
        private byte[] seen = {};
        private byte[] durable = {};
        /** The bytes that a failed force has marked clean: seen, not durable, and no force writes them until they are written. */
        private final BitSet clean = new BitSet();
    }

    private final class Handle implements DiskFile {
        private final SimFile file;

        Handle(SimFile file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.seen.length;
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            boolean grows = offset + all.length > file.seen.length;
            try {
                step(grows);
            } catch (IOException e) {
                if (fault.fault == Fault.SHORT) {
                    change(offset, Arrays.copyOf(all, all.length / 2));
                }
                throw e;
            }
            change(offset, all);
        }

        private void change(long offset, byte[] bytes) {
            Written written = new Written(file, (int) offset, bytes);
            file.seen = written.on(file.seen, Cut.NOT);
            file.clean.clear((int) offset, (int) offset + bytes.length);
            if (!isHint(file)) {
                pending.add(written);
            }
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            stepRead();
            int count = (int) Math.max(0, Math.min(into.remaining(), file.seen.length - offset));
            into.put(file.seen, (int) offset, count);
            return count;
        }

        @Override
        public void force(boolean size) throws IOException {
            if (isHint(file)) {
                throw new IllegalStateException("A hint is never forced, or it is none");
            }
            try {
                step(false);
            } catch (IOException e) {
                for (Change change : pending) {
                    if (change instanceof Written written && written.file == file) {
                        file.clean.set(written.offset, written.offset + written.bytes.length);
                    }
                }
                pending.removeIf(this::isOurs);
                throw e;
            }
            if (!forcesFiles()) {
                return;
            }
            byte[] forced = file.seen.clone();
            file.clean.stream().forEach(at -> forced[at] = at < file.durable.length ? file.durable[at] : 0);
            file.durable = forced;
            pending.removeIf(this::isOurs);
        }

        private boolean isOurs(Change change) {
            return change instanceof Written written && written.file == file;
        }

        @Override
        public void close() {
            // Nothing is lost and nothing forced by it.
        }
    }

    /**
     * What is left of the last write: its bytes from one to the other, or all but these.
     *
     * @param rest what a file that it made larger has in place of the others
     * @param garbles whether its bytes from one to the other are garbage, and all others are there
     */
    private record Cut(int from, int to, byte rest, boolean garbles) {
        static final byte GARBAGE = (byte) 0xA5;
        static final Cut NOT = new Cut(0, Integer.MAX_VALUE, (byte) 0);

        Cut(int from, int to, byte rest) {
            this(from, to, rest, false);
        }

        /** All is there, but garbage from one to the other. */
        static Cut garbled(int from, int to) {
            return new Cut(from, to, GARBAGE, true);
        }
    }

    /** A state of the disk that is being put together. */
    private static final class Image {
        private final Map<String, SimFile> folder = new TreeMap<>();
        private final Map<SimFile, SimFile> copies = new HashMap<>();

        Image(Map<String, SimFile> durableNames) {
            durableNames.forEach((name, file) -> folder.put(name, of(file)));
        }

        SimFile of(SimFile file) {
            return copies.computeIfAbsent(file, any -> {
                SimFile copy = new SimFile();
                copy.seen = file.durable.clone();
                return copy;
            });
        }

        SimDisk disk() {
            SimDisk disk = new SimDisk();
            folder.forEach((name, file) -> {
                file.durable = file.seen.clone();
                disk.names.put(name, file);
                disk.durableNames.put(name, file);
            });
            return disk;
        }
    }

    /** A change that was not forced yet. */
    @FunctionalInterface
    private interface Change {
        void apply(Image image, Cut cut);

        default List<Cut> cuts() {
            return List.of();
        }
    }

    private static final class Written implements Change {
        private final SimFile file;
        private final int offset;
        private final byte[] bytes;

        Written(SimFile file, int offset, byte[] bytes) {
            this.file = file;
            this.offset = offset;
            this.bytes = bytes;
        }

        @Override
        public void apply(Image image, Cut cut) {
            SimFile copy = image.of(file);
            copy.seen = on(copy.seen, cut);
        }

        byte[] on(byte[] before, Cut cut) {
            byte[] after = Arrays.copyOf(before, Math.max(before.length, offset + bytes.length));
            if (after.length > before.length) {
                Arrays.fill(after, before.length, after.length, cut.rest);
            }
            int from = Math.min(cut.from, bytes.length);
            int to = Math.min(cut.to, bytes.length);
            if (cut.garbles) {
                System.arraycopy(bytes, 0, after, offset, bytes.length);
                Arrays.fill(after, offset + from, offset + to, Cut.GARBAGE);
            } else {
                System.arraycopy(bytes, from, after, offset + from, to - from);
            }
            return after;
        }

        /** Adds a cut with garbage in a place, unless the same bytes are durable there: then the model has it that they stay. */
        private void garble(int from, int to, List<Cut> cuts) {
            boolean isThere = offset + to <= file.durable.length
                    && Arrays.equals(bytes, from, to, file.durable, offset + from, offset + to);
            if (!isThere) {
                cuts.add(Cut.garbled(from, to));
            }
        }

        @Override
        public List<Cut> cuts() {
            List<Cut> cuts = new ArrayList<>(List.of(new Cut(0, 0, Cut.GARBAGE), new Cut(0, 0, (byte) 0)));
            int first = SECTOR - offset % SECTOR;
            garble(0, Math.min(bytes.length, first), cuts);
            for (int at = first; at < bytes.length; at += SECTOR) {
                int end = Math.min(bytes.length, at + SECTOR);
                cuts.add(new Cut(0, at, (byte) 0));
                cuts.add(new Cut(at, bytes.length, (byte) 0));
                cuts.add(new Cut(at, end, Cut.GARBAGE));
                garble(at, end, cuts);
            }
            // Disks promise whole sectors at best. The bytes of a frame's head are torn one by one all the same.
            for (int at = 1; at <= Math.min(bytes.length - 1, Frame.HEAD); at++) {
                cuts.add(new Cut(0, at, (byte) 0));
            }
            return cuts;
        }
    }
}
