/** What needs several modules, or a real machine. */
package org.floatingip.lab;
