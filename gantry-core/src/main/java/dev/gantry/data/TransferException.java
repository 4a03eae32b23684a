package dev.gantry.data;

/** Why a URL did not give a file; the message goes on after the URL. */
final class TransferException extends Exception {
    private static final long serialVersionUID = 1L;

    TransferException(String reason) {
        super(reason);
    }

    TransferException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
