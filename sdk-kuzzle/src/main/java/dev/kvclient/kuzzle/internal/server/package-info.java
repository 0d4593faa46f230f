/** How the actions of the controller {@code server} are made and read. Not for use from outside. */
@NullMarked
package dev.kvclient.kuzzle.internal.server;

import org.jspecify.annotations.NullMarked;
