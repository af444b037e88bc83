//! A few places where units dispute whose job it is, and the remarks about them.

use shared::grid::boundaries::Remark;

use super::Unit;
use super::census::Census;
use super::industry::{Industry, short};
use super::lattice::{Lattice, Node};
use super::noise::Noise;

/// How many remarks each jurisdiction has.
const EACH: usize = 3;

/// A remark at a corner of the lattice, not yet drawn.
pub(super) struct Note {
    pub(super) jurisdiction: usize,
    pub(super) node: Node,
    pub(super) remark: Remark,
}

/// Two neighbours in a layer: a block of each where they meet.
struct Meeting {
    layer: usize,
    ours: usize,
    theirs: usize,
    node: Node,
}

/// Lets units claim a block of their neighbour, or neither claim one, and writes down what was agreed.
pub(super) fn stir(lattice: &Lattice, census: &Census, industry: &mut Industry) -> Vec<Note> {
    let mut notes = Vec::new();
    for (jurisdiction, known) in census.jurisdictions.iter().enumerate() {
        for turn in 0..EACH {
            let chance = Noise::new(industry.seed, 5000 + (jurisdiction * EACH + turn) as u64);
            let layers = industry.layers.len().max(1);
            // A layer with one unit has nobody to dispute with: the next is asked.
            let found = (0..layers).find_map(|more| {
                meeting(lattice, census, industry, jurisdiction, (jurisdiction * EACH + turn + more) % layers, chance)
            });
            let Some(meeting) = found else { continue };
            let remark = settle(industry, &meeting, turn, short(&known.name), jurisdiction * EACH + turn + 1);
            notes.extend(remark.map(|remark| Note { jurisdiction, node: meeting.node, remark }));
        }
    }
    notes
}

/// Finds a place in the built-up area where two units meet.
fn meeting(
    lattice: &Lattice,
    census: &Census,
    industry: &Industry,
    jurisdiction: usize,
    layer: usize,
    chance: Noise,
) -> Option<Meeting> {
    let claims = industry.claims.get(layer)?;
    let sole = |block: usize| match claims.get(block).map(Vec::as_slice) {
        Some([only]) => Some(*only),
        _ => None,
    };
    let own = |block: &usize| census.jurisdiction.get(*block) == Some(&jurisdiction);
    let mut meetings = Vec::new();
    for ours in (0..claims.len()).filter(own) {
        let block = lattice.blocks.get(ours)?;
        for (theirs, length) in lattice.neighbours.get(ours)? {
            let (Some(one), Some(two)) = (sole(ours), sole(*theirs)) else { continue };
            if own(theirs) && one != two && *length > 2 {
                let other = lattice.blocks.get(*theirs)?;
                let node = block.ring.iter().find(|node| other.ring.contains(node))?;
                meetings.push((block.built_up, Meeting { layer, ours, theirs: *theirs, node: *node }));
            }
        }
    }
    let town = meetings.iter().any(|(built_up, _)| *built_up);
    let mut meetings: Vec<Meeting> =
        meetings.into_iter().filter(|(built_up, _)| *built_up == town).map(|(_, m)| m).collect();
    let count = u64::try_from(meetings.len()).ok().filter(|count| *count > 0)?;
    let pick = usize::try_from(chance.bits(0, 0) % count).ok()?;
    Some(meetings.swap_remove(pick))
}

/// Makes the overlap, the gap or the agreed line, and its remark.
fn settle(industry: &mut Industry, meeting: &Meeting, turn: usize, short: &str, number: usize) -> Option<Remark> {
    let code = industry.layer_code(meeting.layer)?;
    let layer = industry.layers.get(meeting.layer)?.name.clone();
    let claims = industry.claims.get_mut(meeting.layer)?;
    let (ours, theirs) = (*claims.get(meeting.ours)?.first()?, *claims.get(meeting.theirs)?.first()?);
    let (text, owner, paper) = match turn {
        0 => {
            claims.get_mut(meeting.ours)?.push(theirs);
            let [a, b] = [ours, theirs].map(|unit| name(&industry.units, unit));
            (format!("{layer}：{a}与{b}都主张此处，定界前由{a}先行处置。"), Some(ours), None)
        }
        1 => {
            claims.get_mut(meeting.ours)?.clear();
            (format!("{layer}：两边单位均未认领此处，由{short}派遣员指定。"), None, None)
        }
        _ => {
            let [a, b] = [ours, theirs].map(|unit| name(&industry.units, unit));
            let text = format!("{layer}：{a}与{b}以道路中线为界，路口由{b}负责。");
            (text, Some(theirs), Some(format!("训练纪要〔2026〕{number}号")))
        }
    };
    Some(Remark {
        point: shared::place::point::Point { lon_e7: 0, lat_e7: 0 },
        layers: vec![code],
        text,
        agreed_owner: owner.and_then(|unit| industry.units.get(unit)).map(|unit| unit.id.clone()),
        document_ref: paper,
    })
}

fn name(units: &[Unit], unit: usize) -> String {
    units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}
