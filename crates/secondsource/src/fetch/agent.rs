//! [`agent`]: connects to addresses that may be asked, and to no other.

use ingest::asking::is_public;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// An agent that connects to public addresses only, unless `private` ones are allowed too. Names
/// are looked up and checked where the connection is made, so that no second look-up can differ.
pub(super) fn agent(config: Config, private: bool) -> ureq::Agent {
    let resolver = Guard { private, resolver: DefaultResolver::default() };
    ureq::Agent::with_parts(config, DefaultConnector::default(), resolver)
}

#[derive(Debug)]
struct Guard {
    private: bool,
    resolver: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        if self.private {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            let message = "an address of this machine or a private network (--allow-private)";
            let denied = std::io::ErrorKind::PermissionDenied;
            return Err(ureq::Error::Io(std::io::Error::new(denied, message)));
        }
        Ok(public)
    }
}
