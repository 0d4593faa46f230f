/** Tests of the fault proxy, with real sockets. */
@NullMarked
package dev.kvclient.testkit.proxy;

import org.jspecify.annotations.NullMarked;
