package dev.kvclient.spi;

import dev.kvclient.DeleteResult.Existed;

/**
 * What a backend says of a delete.
 *
 * @param conditionHeld false if the delete had a condition that did not hold
 * @param existed whether the key was there
 */
public record DeleteReply(boolean conditionHeld, Existed existed) {
    /** Of a delete that took place. */
    public static DeleteReply of(Existed existed) {
        return new DeleteReply(true, existed);
    }

    /** Of a delete whose condition did not hold. */
    public static DeleteReply notDeleted(Existed existed) {
        return new DeleteReply(false, existed);
    }
}
