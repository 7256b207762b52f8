package org.floatingip.examples.pipeline

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static groovy.io.FileType.FILES
import static org.assertj.core.api.Assertions.assertThat
import static org.assertj.core.api.Assertions.assertThatThrownBy

import com.lesfurets.jenkins.unit.BasePipelineTest
import com.lesfurets.jenkins.unit.global.lib.SourceRetriever
import org.codehaus.groovy.control.CompilationFailedException
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/**
 * What needs the Java API, and what does not. Nothing of vip's is on the class path here, as with whoever tests a pipeline, and
 * in a Jenkins whose library is that of a folder.
 */
class LibraryTest extends BasePipelineTest {

    private static final File COMMAND = new File('../jenkins')
    private static final File ON_CONTROLLER = new File('../jenkins/on-controller')

    @Override
    @BeforeEach
    void setUp() {
        scriptRoots = ['src/test/jenkins']
        super.setUp()
    }

    private void libraryOf(List<File> folders) {
        helper.registerSharedLibrary(library('vip').defaultVersion('main').allowOverride(true).implicit(false)
            .targetPath('any')
            .retriever({ name, version, path -> folders.collect { it.toURI().toURL() } } as SourceRetriever)
            .build())
    }

    @Test
    void floatingIp_isLoaded() {
        libraryOf([COMMAND])

        assertThat(runScript('loads.jenkins').class.name).isEqualTo('floatingIp')
    }

    /** The control: one library of both halves, as this one was. */
    @Test
    void floatingIp_whenTheOtherHalfIsInItsLibrary_isNotLoaded() {
        libraryOf([COMMAND, ON_CONTROLLER])

        assertThatThrownBy { runScript('loads.jenkins') }
            .isInstanceOf(CompilationFailedException)
            .hasMessageContaining('unable to resolve class org.floatingip.aws.Ec2IpAssigner')
    }

    /** Later versions of JenkinsPipelineUnit compile all of src, whether something uses it or not. */
    @Test
    void sources_compileOneByOne() {
        List<String> compiled = []
        for (String folder : ['vars', 'src']) {
            new File(COMMAND, folder).eachFileRecurse(FILES) { File file ->
                if (file.name.endsWith('.groovy')) {
                    GroovyClassLoader loader = new GroovyClassLoader(LibraryTest.classLoader)
                    loader.addURL(new File(COMMAND, 'src').toURI().toURL())
                    compiled.add(loader.parseClass(file).name)
                }
            }
        }

        assertThat(compiled).contains('floatingIp', 'org.floatingip.jenkins.VipCommandLine', 'org.floatingip.jenkins.VipAnswer')
    }
}
