/** Tests of the in-process NemesisDB. */
@NullMarked
package dev.kvclient.testkit.ndb;

import org.jspecify.annotations.NullMarked;
