package dev.kvclient.versori.internal;

/** The header by which a request proves who sends it. No record: its text form would show the secret. */
final class Credential {
    private final String header;
    private final String value;

    Credential(String header, String value) {
        this.header = header;
        this.value = value;
    }

    String header() {
        return header;
    }

    String value() {
        return value;
    }

    boolean isSameAs(Credential other) {
        return header.equals(other.header) && value.equals(other.value);
    }

    @Override
    public String toString() {
        return "Credential[" + header + "]";
    }
}
