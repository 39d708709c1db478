package dev.scalekit.queue;

/** A planted bug: what says that it is forced is not. */
final class PretendingDisk extends SimDisk {
    private final boolean files;
    private final boolean folder;

    /**
     * @param files whether a force of a file is a pretence
     * @param folder whether a force of the folder is
     */
    PretendingDisk(boolean files, boolean folder) {
        this.files = files;
        this.folder = folder;
    }

    @Override
    SimDisk fresh() {
        return new PretendingDisk(files, folder);
    }

    @Override
    boolean forcesFiles() {
        return !files;
    }

    @Override
    boolean forcesFolder() {
        return !folder;
    }
}
