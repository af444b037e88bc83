//! Android's key store for a core that has no window: the worker hands its vault in.

use app_core::error::{Error, Result};
use app_core::ports::KeyStore;
use jni::objects::{GlobalRef, JByteArray, JObject, JValue};
use jni::{JNIEnv, JavaVM};
use shared::ids::DeviceId;

/// A Kotlin `KeyVault`, used on the thread that Java called us on.
pub struct Vault {
    machine: JavaVM,
    vault: GlobalRef,
}

impl Vault {
    /// Takes a `KeyVault`.
    pub fn new(env: &JNIEnv<'_>, vault: &JObject<'_>) -> Result<Self> {
        let machine = env.get_java_vm().map_err(|error| broken(&error))?;
        Ok(Self { machine, vault: env.new_global_ref(vault).map_err(|error| broken(&error))? })
    }

    fn read(&self, device: DeviceId) -> jni::errors::Result<Option<Vec<u8>>> {
        let mut env = self.machine.get_env()?;
        let name = env.new_string(device.to_string())?;
        let answer = env.call_method(&self.vault, "read", "(Ljava/lang/String;)[B", &[JValue::Object(&name)]);
        let array = told(&mut env, answer)?.l()?;
        if array.is_null() {
            return Ok(None);
        }
        env.convert_byte_array(JByteArray::from(array)).map(Some)
    }

    fn write(&self, device: DeviceId, secret: &[u8; 32]) -> jni::errors::Result<()> {
        let mut env = self.machine.get_env()?;
        let name = env.new_string(device.to_string())?;
        let bytes = env.byte_array_from_slice(secret)?;
        let values = [JValue::Object(&name), JValue::Object(&bytes)];
        let answer = env.call_method(&self.vault, "keep", "(Ljava/lang/String;[B)V", &values);
        told(&mut env, answer).map(drop)
    }

    fn remove(&self, device: DeviceId) -> jni::errors::Result<()> {
        let mut env = self.machine.get_env()?;
        let name = env.new_string(device.to_string())?;
        let answer = env.call_method(&self.vault, "forget", "(Ljava/lang/String;)V", &[JValue::Object(&name)]);
        told(&mut env, answer).map(drop)
    }
}

/// Lets go of an exception: with one pending nothing more could be asked of Java.
fn told<T>(env: &mut JNIEnv<'_>, answer: jni::errors::Result<T>) -> jni::errors::Result<T> {
    if answer.is_err() {
        env.exception_clear()?;
    }
    answer
}

fn broken(error: &jni::errors::Error) -> Error {
    Error::Storage(format!("ask the key store: {error}"))
}

impl KeyStore for Vault {
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>> {
        let Some(bytes) = self.read(device).map_err(|error| broken(&error))? else { return Ok(None) };
        let damaged = |_| Error::Storage(format!("the key store's key of device {device} is damaged"));
        <[u8; 32]>::try_from(bytes).map(Some).map_err(damaged)
    }

    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        self.write(device, secret).map_err(|error| broken(&error))
    }

    fn replace(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        self.keep(device, secret)
    }

    fn forget(&self, device: DeviceId) -> Result<()> {
        self.remove(device).map_err(|error| broken(&error))
    }
}
