/* Says to Jcrop whether there are touches, which it would find out by an inline handler of its own making. */
window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in document.documentElement;
