module m {
    requires org.floatingip;
}
