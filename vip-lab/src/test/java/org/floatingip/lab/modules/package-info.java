/** What is published, on a module path: compiled, run and linked as its users do. */
package org.floatingip.lab.modules;
