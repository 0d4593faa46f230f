@NullMarked
package dev.kvclient.testkit.history;

import org.jspecify.annotations.NullMarked;
