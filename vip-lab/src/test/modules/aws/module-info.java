module com.example.aws {
    requires jdk.net; // the SDK's HTTP client uses it, and can't say so
    requires org.floatingip;
    requires org.floatingip.aws;
    requires org.floatingip.testkit;
}
