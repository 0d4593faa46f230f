/** Tools for tests of applications and adapters that need no test framework. */
@NullMarked
package dev.kvclient.testkit;

import org.jspecify.annotations.NullMarked;
