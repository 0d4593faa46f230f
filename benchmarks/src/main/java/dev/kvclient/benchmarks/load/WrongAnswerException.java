package dev.kvclient.benchmarks.load;

/** An answer is not what it has to be: nothing that was measured counts. */
final class WrongAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String problem) {
        super(problem);
    }
}
