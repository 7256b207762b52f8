/** Benchmarks: run by hand, side by side in one run, and quoted as ratios. */
package org.floatingip.lab.benchmark;
