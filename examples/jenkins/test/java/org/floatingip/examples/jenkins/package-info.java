/**
 * Runs the shared libraries and the Jenkinsfile as they are: with Jenkins' own Groovy, its CPS transformation and its
 * marshalling, on steps and a controller of this package.
 */
package org.floatingip.examples.jenkins;
