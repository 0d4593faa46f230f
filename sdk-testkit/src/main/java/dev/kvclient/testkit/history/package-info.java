/**
 * Records what an application asked of a client and what it was told, and decides whether that can have happened under
 * the promise on order: acknowledged writes of one key, each sent once, take effect in call order; a write that was
 * settled as unknown, or sent again after an unanswered attempt, may still take effect later.
 */
@NullMarked
package dev.kvclient.testkit.history;

import org.jspecify.annotations.NullMarked;
