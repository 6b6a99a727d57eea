//! Segments by culture, once for every segment attribute (industry, size), and the same by stance: all the tables that are
//! published at one moment over the same accounts. The attributes' tables share the totals by culture and the grand total; the
//! stances add up to the voices. It lays the figures out; `linked` decides what is held back.

use super::linked::{FigureIndex, Linked};

/// How many values there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Of each attribute.
    pub segments: Vec<usize>,
    pub cultures: usize,
    /// 0 where only voices are counted.
    pub stances: usize,
}

/// As what one account is counted, in one cell of every table only: of several cultures or stances among its people, one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of each attribute.
    pub segments: Vec<usize>,
    pub culture: usize,
    /// Not read where only voices are counted.
    pub stance: usize,
}

/// All figures, laid out.
#[derive(Clone, Debug)]
pub struct Crossed {
    linked: Linked,
    /// Voices first, then each stance.
    layers: Vec<Layer>,
}

/// The tables of one stance, or of all.
#[derive(Clone, Debug)]
struct Layer {
    /// By attribute, segment and culture.
    cells: Vec<Vec<Vec<FigureIndex>>>,
    /// By attribute and segment.
    segments: Vec<Vec<FigureIndex>>,
    cultures: Vec<FigureIndex>,
    all: FigureIndex,
}

/// What is not shown. `stance`: of which, or of all voices.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    layers: &'a [Layer],
    hidden: Vec<bool>,
}

impl Crossed {
    /// Counts accounts; `None` if one of them is outside the shape.
    #[must_use]
    pub fn new(shape: &Shape, accounts: &[Place]) -> Option<Self> {
        let inside = |place: &Place| {
            place.segments.len() == shape.segments.len()
                && place.segments.iter().zip(&shape.segments).all(|(segment, count)| segment < count)
                && place.culture < shape.cultures
                && (shape.stances == 0 || place.stance < shape.stances)
        };
        if !accounts.iter().all(inside) {
            return None;
        }
        let mut linked = Linked::default();
        let stances = (0..shape.stances).map(Some);
        let layers: Vec<Layer> = std::iter::once(None)
            .chain(stances)
            .map(|stance| Layer::new(&mut linked, shape, accounts, stance))
            .collect();
        for layer in &layers {
            layer.add_tables(&mut linked);
        }
        if let [voices, stances @ ..] = &layers[..]
            && !stances.is_empty()
        {
            voices.split_by(stances, &mut linked);
        }
        Some(Self { linked, layers })
    }

    /// What to hold back: see [`Linked::suppress`].
    #[must_use]
    pub fn suppress(&self) -> Held<'_> {
        Held { layers: &self.layers, hidden: self.linked.suppress() }
    }
}

impl Layer {
    fn new(linked: &mut Linked, shape: &Shape, accounts: &[Place], stance: Option<usize>) -> Self {
        let mut count = |is_in: &dyn Fn(&Place) -> bool| {
            let counted = accounts.iter().filter(|&place| stance.is_none_or(|s| s == place.stance));
            linked.figure(u32::try_from(counted.filter(|&place| is_in(place)).count()).unwrap_or(u32::MAX))
        };
        let attributes = || shape.segments.iter().copied().enumerate();
        let mut cell = |attribute: usize, segment: usize, culture: usize| {
            count(&|place| place.segments[attribute] == segment && place.culture == culture)
        };
        let cells = attributes()
            .map(|(attribute, segments)| {
                let row =
                    |segment| (0..shape.cultures).map(|culture| cell(attribute, segment, culture)).collect();
                (0..segments).map(row).collect()
            })
            .collect();
        let segments = attributes()
            .map(|(attribute, segments)| {
                (0..segments).map(|segment| count(&|place| place.segments[attribute] == segment)).collect()
            })
            .collect();
        let cultures = (0..shape.cultures).map(|culture| count(&|place| place.culture == culture)).collect();
        Self { cells, segments, cultures, all: count(&|_| true) }
    }

    fn add_tables(&self, linked: &mut Linked) {
        for (cells, segments) in self.cells.iter().zip(&self.segments) {
            linked.table(&cells.concat(), segments, &self.cultures, self.all);
        }
    }

    /// Every line of every table is one more table, by stance.
    fn split_by(&self, stances: &[Self], linked: &mut Linked) {
        let mut split = |rows: &[FigureIndex],
                         total: FigureIndex,
                         of: &dyn Fn(&Self) -> (Vec<FigureIndex>, FigureIndex)| {
            let columns: Vec<_> = stances.iter().map(of).collect();
            let cells: Vec<_> =
                (0..rows.len()).flat_map(|row| columns.iter().map(move |c| c.0[row])).collect();
            let totals: Vec<_> = columns.iter().map(|column| column.1).collect();
            linked.table(&cells, rows, &totals, total);
        };
        for (attribute, (cells, segments)) in self.cells.iter().zip(&self.segments).enumerate() {
            for (segment, row) in cells.iter().enumerate() {
                split(row, segments[segment], &|layer| {
                    (layer.cells[attribute][segment].clone(), layer.segments[attribute][segment])
                });
            }
            for (culture, &total) in self.cultures.iter().enumerate() {
                let column = |layer: &Self| -> Vec<_> {
                    layer.cells[attribute].iter().map(|row| row[culture]).collect()
                };
                split(&column(self), total, &|layer| (column(layer), layer.cultures[culture]));
            }
            split(segments, self.all, &|layer| (layer.segments[attribute].clone(), layer.all));
        }
        split(&self.cultures, self.all, &|layer| (layer.cultures.clone(), layer.all));
    }
}

impl Held<'_> {
    #[must_use]
    pub fn cell(&self, attribute: usize, segment: usize, culture: usize, stance: Option<usize>) -> bool {
        self.hidden[self.layer(stance).cells[attribute][segment][culture]]
    }

    #[must_use]
    pub fn segment_total(&self, attribute: usize, segment: usize, stance: Option<usize>) -> bool {
        self.hidden[self.layer(stance).segments[attribute][segment]]
    }

    #[must_use]
    pub fn culture_total(&self, culture: usize, stance: Option<usize>) -> bool {
        self.hidden[self.layer(stance).cultures[culture]]
    }

    #[must_use]
    pub fn total(&self, stance: Option<usize>) -> bool {
        self.hidden[self.layer(stance).all]
    }

    fn layer(&self, stance: Option<usize>) -> &Layer {
        &self.layers[stance.map_or(0, |stance| stance + 1)]
    }
}
