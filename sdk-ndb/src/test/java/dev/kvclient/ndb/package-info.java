/** Tests of the adapter for NemesisDB. */
@NullMarked
package dev.kvclient.ndb;

import org.jspecify.annotations.NullMarked;
