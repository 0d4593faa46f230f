/** What a NemesisDB does with a request: the commands of both protocol generations, without a network. Not exported. */
@NullMarked
package dev.kvclient.testkit.ndb.engine;

import org.jspecify.annotations.NullMarked;
