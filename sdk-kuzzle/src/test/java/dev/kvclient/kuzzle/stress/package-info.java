/** Many threads against a server that fails in every way that it knows. */
@NullMarked
package dev.kvclient.kuzzle.stress;

import org.jspecify.annotations.NullMarked;
