/**
 * A TCP proxy on loopback that fails on demand, for anyone's tests: it stands in front of any TCP server, whatever it
 * speaks, and refuses, cuts, delays, trickles, swallows, stalls and slows down; by hand, or by a script with a seed.
 * Begin at {@link dev.kvclient.testkit.proxy.FaultProxy}.
 */
@NullMarked
package dev.kvclient.testkit.proxy;

import org.jspecify.annotations.NullMarked;
