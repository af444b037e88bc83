//! `locate`: CSV `id,lon,lat` in WGS-84 on stdin, `id,grid,match` on stdout.

use std::io;

use anyhow::{Context as _, Result};
use clap::Args;
use serde::Deserialize;
use shared::place::convert::Wgs84;
use shared::place::point::Point;

use super::Place;

/// Find the unit grid of points: CSV id,lon,lat in, id,grid,match out
#[derive(Args)]
pub struct Locate {
    #[command(flatten)]
    place: Place,
}

/// A line; its columns are found by their names.
#[derive(Deserialize)]
struct Asked {
    id: String,
    lon: f64,
    lat: f64,
}

impl Locate {
    pub(super) async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let city = app.city();
        let mut lines = csv::Reader::from_reader(io::stdin().lock());
        let mut out = csv::Writer::from_writer(io::stdout().lock());
        out.write_record(["id", "grid", "match"])?;
        for line in lines.deserialize() {
            let Asked { id, lon, lat } = line.context("read a line id,lon,lat")?;
            let given = Wgs84 { lon, lat };
            let point = Point::new(given.lon, given.lat).with_context(|| format!("point {id}"))?;
            let found = city.index.locate(point);
            let grid = found.grid.map_or("", |grid| grid.code.as_str());
            out.write_record([id.as_str(), grid, found.how.as_str()])?;
        }
        out.flush()?;
        app.db.close().await;
        Ok(())
    }
}
