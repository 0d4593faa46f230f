/** Tests of how the adapter for NemesisDB works. */
@NullMarked
package dev.kvclient.ndb.internal;

import org.jspecify.annotations.NullMarked;
