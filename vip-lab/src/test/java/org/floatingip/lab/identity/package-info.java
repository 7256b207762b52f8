/** Identities: who signs the requests, and what is said where nobody can. Stand-ins for the services that give credentials. */
@NullMarked
package org.floatingip.lab.identity;

import org.jspecify.annotations.NullMarked;
