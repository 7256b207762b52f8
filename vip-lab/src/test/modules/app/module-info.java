module com.example.app {
    requires org.floatingip.testkit;
}
