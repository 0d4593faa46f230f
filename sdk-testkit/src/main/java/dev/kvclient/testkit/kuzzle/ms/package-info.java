/**
 * The memory storage behind the in-process Kuzzle: where an action's arguments stand in a request, and the part of
 * Redis that answers them. One class for each group of commands; a new group is a new class registered in
 * {@link dev.kvclient.testkit.kuzzle.ms.MemoryStorage}.
 *
 * <p>Internal to the testkit: not exported, free to change.
 */
@NullMarked
package dev.kvclient.testkit.kuzzle.ms;

import org.jspecify.annotations.NullMarked;
