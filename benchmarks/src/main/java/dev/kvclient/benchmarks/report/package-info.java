/** What was measured, as numbers, tables, JSON and charts. */
@NullMarked
package dev.kvclient.benchmarks.report;

import org.jspecify.annotations.NullMarked;
