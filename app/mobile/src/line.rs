//! Android's network for a core that has no window: the worker hands its surroundings in.

use app_core::error::{Error, Result};
use app_core::ports::{Metering, Network};
use jni::objects::{GlobalRef, JObject, JString};
use jni::{JNIEnv, JavaVM};

/// A Kotlin `Surroundings`, used on the thread that Java called us on.
pub struct Line {
    machine: JavaVM,
    surroundings: GlobalRef,
}

impl Line {
    /// Takes a `Surroundings`.
    pub fn new(env: &JNIEnv<'_>, surroundings: &JObject<'_>) -> Result<Self> {
        let machine = env.get_java_vm().map_err(|error| broken(&error))?;
        Ok(Self { machine, surroundings: env.new_global_ref(surroundings).map_err(|error| broken(&error))? })
    }

    fn said(&self) -> jni::errors::Result<String> {
        let mut env = self.machine.get_env()?;
        let answer = env.call_method(&self.surroundings, "metering", "()Ljava/lang/String;", &[]);
        if answer.is_err() {
            // With an exception pending nothing more could be asked of Java.
            env.exception_clear()?;
        }
        let word = JString::from(answer?.l()?);
        let word = env.get_string(&word)?;
        Ok(word.into())
    }
}

fn broken(error: &jni::errors::Error) -> Error {
    Error::Storage(format!("ask the phone's surroundings: {error}"))
}

impl Network for Line {
    fn metering(&self) -> Metering {
        match self.said().as_deref() {
            Ok("unmetered") => Metering::Unmetered,
            Ok("unknown") => Metering::Unknown,
            // An original that waits loses nothing; one sent over a paid line cannot be taken back.
            Ok(_) => Metering::Metered,
            Err(error) => {
                tracing::warn!(%error, "What the network costs is not known");
                Metering::Metered
            }
        }
    }
}
