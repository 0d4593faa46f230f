@NullMarked
package dev.kvclient.examples;

import org.jspecify.annotations.NullMarked;
