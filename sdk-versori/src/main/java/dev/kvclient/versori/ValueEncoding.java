package dev.kvclient.versori;

/** How values are kept in a Versori store. */
public enum ValueEncoding {
    /**
     * As the JSON text of the value in a JSON string, which is what workflow code on the platform
     * ({@code ctx.openKv().set}) and the vendor's command line write. Read, a string is taken as JSON text if it is
     * some, and as itself if not; anything else is native JSON. A string that others have stored natively and that
     * happens to be JSON text therefore reads as what that text means.
     */
    WORKFLOW,
    /** As the JSON value that it is, and read as it is. For keys that no workflow shares. */
    NATIVE
}
