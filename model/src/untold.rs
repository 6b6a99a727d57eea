//! What is written of a value that holds a code, a key or a link that lets somebody in, should anything write it down, such as a log:
//! what it is, and nothing that is in it.

/// `untold!(SignInWithCode, SignInWithLink)`, in the place of a derived `Debug`.
#[macro_export]
macro_rules! untold {
    ($($name:ident $(<$life:lifetime>)?),+ $(,)?) => {$(
        impl $(<$life>)? std::fmt::Debug for $name $(<$life>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " [secret]"))
            }
        }
    )+};
}
