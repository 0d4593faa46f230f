/** Tests of what the in-process NemesisDB does with a request. */
@NullMarked
package dev.kvclient.testkit.ndb.engine;

import org.jspecify.annotations.NullMarked;
