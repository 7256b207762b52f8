/** Linux hosts: real ones in namespaces, locally and over SSH. */
package org.floatingip.lab.hosts;
