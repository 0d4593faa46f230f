/** Recorded questions and answers of real servers. */
@NullMarked
package dev.kvclient.testkit.vectors;

import org.jspecify.annotations.NullMarked;
