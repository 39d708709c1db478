package dev.scalekit.session;

/** How much a session may hold. Immutable. */
record SessionLimits(int attributeBytes, int sessionBytes) {
    void requireAttribute(String name, long bytes) {
        if (bytes > attributeBytes) {
            throw new IllegalArgumentException("attribute \"" + name + "\" must have at most " + attributeBytes
                    + " bytes as it is encoded (maximumAttributeBytes): " + bytes);
        }
    }

    void requireSession(String name, long bytes) {
        if (bytes > sessionBytes) {
            throw new IllegalArgumentException("the attributes of a session must have at most " + sessionBytes
                    + " bytes together (maximumSessionBytes): " + bytes + " with \"" + name + "\"");
        }
    }
}
