/** Deliberate bugs, each of which a contract, the simulation or the table of behaviour has to catch. */
@org.jspecify.annotations.NullMarked
package org.floatingip.lab.mutants;
